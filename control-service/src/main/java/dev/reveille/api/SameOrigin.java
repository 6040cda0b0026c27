package dev.reveille.api;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.util.Set;

/**
 * Whether a browser made a call for our own page. SameSite cookies don't suffice for that: {@code
 * shop.example.com} is the same site as {@code reveille.example.com}.
 */
final class SameOrigin {
  private static final HttpString SEC_FETCH_SITE = new HttpString("Sec-Fetch-Site");
  private static final Set<HttpString> SAFE = Set.of(Methods.GET, Methods.HEAD, Methods.OPTIONS);

  private SameOrigin() {}

  /** Whether a call by a cookie may be what it is. */
  static boolean allows(HttpServerExchange exchange, boolean isHttps) {
    return SAFE.contains(exchange.getRequestMethod()) || isProven(exchange, isHttps);
  }

  /** By what the browser says of the page that asks; whoever says nothing proves nothing. */
  static boolean isProven(HttpServerExchange exchange, boolean isHttps) {
    HeaderMap headers = exchange.getRequestHeaders();
    String site = headers.getFirst(SEC_FETCH_SITE);
    String origin = headers.getFirst(Headers.ORIGIN);
    if (site == null && origin == null) {
      return false;
    }
    String own = (isHttps ? "https://" : "http://") + headers.getFirst(Headers.HOST);
    return (site == null || site.equals("same-origin"))
        && (origin == null || origin.equalsIgnoreCase(own));
  }
}
