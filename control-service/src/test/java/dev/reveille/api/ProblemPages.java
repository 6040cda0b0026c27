package dev.reveille.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Writes the pages of {@code docs/reference/problems} as Markdown, from the enum. */
final class ProblemPages {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String EVERY_CALL = "every call";

  /** Who answers what is in no call's own list. */
  private static final Map<ProblemType, String> BY =
      Map.ofEntries(
          Map.entry(ProblemType.MALFORMED_REQUEST, EVERY_CALL),
          Map.entry(ProblemType.TOKEN_REQUIRED, "every call but the open ones"),
          Map.entry(ProblemType.CROSS_SITE, "every call that changes something, and the login"),
          Map.entry(ProblemType.WRONG_HOST, "the page, the login, and calls with its cookie"),
          Map.entry(ProblemType.TOO_MANY_TRIES, "the login, and every call but the open ones"),
          Map.entry(ProblemType.NO_SUCH_CALL, "every other path"),
          Map.entry(ProblemType.METHOD_NOT_ALLOWED, EVERY_CALL),
          Map.entry(ProblemType.INTERNAL_ERROR, EVERY_CALL),
          Map.entry(
              ProblemType.IDEMPOTENCY_KEY_IN_USE,
              "every `POST`, `PUT` and `DELETE` of administrators"),
          Map.entry(ProblemType.WAKE_NOT_RUNNING, "`GET /v1/wakes/events`, in the event `failed`"),
          Map.entry(ProblemType.CONTROL_UNREACHABLE, "the gateway itself"),
          Map.entry(ProblemType.UPSTREAM_UNREACHABLE, "the gateway itself"),
          Map.entry(ProblemType.UPSTREAM_SILENT, "the gateway itself"));

  /** What the gateway passes on to visitors of an answer to {@code POST /v1/wake}. */
  private static final Set<Integer> PASSED_ON = Set.of(404, 406, 429, 502, 503, 504);

  private static final Set<ProblemType> OF_VISITORS =
      Set.of(
          ProblemType.WAKE_NOT_RUNNING,
          ProblemType.CONTROL_UNREACHABLE,
          ProblemType.UPSTREAM_UNREACHABLE,
          ProblemType.UPSTREAM_SILENT);

  /** Details as they are really said. */
  private static final Map<ProblemType, String> DETAILS =
      Map.ofEntries(
          Map.entry(ProblemType.MALFORMED_REQUEST, "$.host: expected a string"),
          Map.entry(
              ProblemType.TOKEN_REQUIRED,
              "send \"Authorization: Bearer …\" with the token in STATE_DIR/admin-token"),
          Map.entry(
              ProblemType.CROSS_SITE,
              "the browser does not say that the dashboard itself asks (Sec-Fetch-Site, Origin)"),
          Map.entry(
              ProblemType.WRONG_HOST,
              "it is served at the address that it listens at, and loopback"),
          Map.entry(
              ProblemType.TOO_MANY_TRIES,
              "too many wrong tokens came from 192.0.2.1; wait, and try again"),
          Map.entry(ProblemType.TOO_MANY_VIEWERS, "50 watch the dashboard already"),
          Map.entry(
              ProblemType.CERTIFICATE_REFUSED,
              "not imported for shop.test: the key is not that of the certificate"),
          Map.entry(
              ProblemType.NOT_STORED,
              "can't write /var/lib/reveille/imported: no space left on device"),
          Map.entry(ProblemType.NO_SUCH_CALL, "GET /v1/project"),
          Map.entry(ProblemType.METHOD_NOT_ALLOWED, "GET /v1/wake"),
          Map.entry(ProblemType.NO_SUCH_HOST, "no container claims the host"),
          Map.entry(
              ProblemType.NO_SUCH_PROJECT,
              "no project is called \"shop\"; GET /v1/projects lists them"),
          Map.entry(
              ProblemType.NO_SUCH_CERTIFICATE,
              "there is no certificate for \"shop.test\" but the one for everyone"),
          Map.entry(ProblemType.NO_SUCH_CHALLENGE, "no order of ours waits for this token"),
          Map.entry(
              ProblemType.NO_SUCH_JOB,
              "no renewal \"3f6e2b1c\" is known; they are kept for an hour"),
          Map.entry(
              ProblemType.NO_SUCH_PROBLEM,
              "no problem is called \"wake\"; GET /v1/problems lists them"),
          Map.entry(ProblemType.AUTOSTART_OFF, "visits do not wake it"),
          Map.entry(
              ProblemType.IDEMPOTENCY_KEY_IN_USE,
              "the key has named \"POST /v1/reap\"; make another"),
          Map.entry(
              ProblemType.NOT_ISSUED_HERE,
              "certificates are ordered once ACME_EMAIL and ACME_DOMAINS are set"),
          Map.entry(
              ProblemType.RENEWAL_REFUSED,
              "the CA issues 5 certificates of these names a week; ?force=true does it all the"
                  + " same"),
          Map.entry(ProblemType.STAYS_AWAKE, "1 request is open"),
          Map.entry(ProblemType.BODY_TOO_LARGE, "the body has more than 131072 bytes"),
          Map.entry(ProblemType.TOO_MANY_WAKES, "try again in 12.0s"),
          Map.entry(ProblemType.INTERNAL_ERROR, "the control service's log has the reason"),
          Map.entry(ProblemType.CA_REFUSED, "https://ca.example/directory: alreadyRevoked"),
          Map.entry(ProblemType.SLEEP_FAILED, "container shop-web-1 did not stop"),
          Map.entry(ProblemType.WAKE_FAILED, "container shop-web-1 exited with 3"),
          Map.entry(ProblemType.UPSTREAM_UNREACHABLE, "The connection to the project failed."),
          Map.entry(ProblemType.WAKE_IGNORED, "visits of user agents with \"bot\" do not wake it"),
          Map.entry(ProblemType.WAKE_NOT_RUNNING, "load the page again"),
          Map.entry(
              ProblemType.ENGINE_UNREACHABLE,
              "the engine has not been seen since the control service started"),
          Map.entry(ProblemType.CONTROL_UNREACHABLE, "It could not be asked to wake the project."),
          Map.entry(
              ProblemType.NOT_READY_IN_TIME,
              "container shop-web-1 does not accept connections on port 80"),
          Map.entry(ProblemType.UPSTREAM_SILENT, "The request was not answered in time."));

  private ProblemPages() {}

  /** By file name. */
  static Map<String, String> all() {
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put("README.md", index());
    for (ProblemType type : ProblemType.values()) {
      pages.put(type.word() + ".md", page(type));
    }
    return pages;
  }

  private static String index() {
    return """
    # Problems

    <!-- Generated from ProblemType.java; ProblemPagesTest rewrites it. -->

    Whatever fails is answered by a problem document ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)). `type` is
    stable: tell problems apart by it. `title` belongs to the type, `detail` to this very case; both are for people, and
    may change. The header `Link` leads to the type's explanation on the control service itself, which needs no token:

    ```bash
    curl http://127.0.0.1:7070/v1/problems/wake-failed
    ```

    | type, after `urn:reveille:problem:` | status | title |
    | --- | --- | --- |
    %s
    """
        .formatted(
            Arrays.stream(ProblemType.values())
                .map(
                    type ->
                        "| [%s](%s.md) | %d | %s |"
                            .formatted(type.word(), type.word(), type.status(), type.title()))
                .collect(Collectors.joining("\n")));
  }

  private static String page(ProblemType type) {
    return """
    # %s

    <!-- Generated from ProblemType.java; ProblemPagesTest rewrites it. -->

    | | |
    | --- | --- |
    | type | `%s` |
    | status | %d |
    | title | %s |
    | answered by | %s |
    | seen by | %s |

    %s

    **What to do:** %s

    ```json
    %s
    ```
    """
        .formatted(
            type.word(),
            type.uri(),
            type.status(),
            type.title(),
            answeredBy(type),
            seenBy(type),
            type.meaning(),
            type.advice(),
            example(type));
  }

  private static String answeredBy(ProblemType type) {
    String calls =
        callsOf(type).stream().map(call -> "`" + call + "`").collect(Collectors.joining(", "));
    return BY.getOrDefault(type, calls);
  }

  private static String seenBy(ProblemType type) {
    Set<String> seen = new TreeSet<>();
    for (Calls.Call call : OpenApiTest.calls()) {
      if (BY.containsKey(type) || callsOf(type).contains(OpenApiTest.name(call))) {
        switch (call.access()) {
          case HOOK -> seen.add("hooks");
          case ADMIN, METRICS, BROWSER -> seen.add("administrators");
          case HOOK_OR_ADMIN -> seen.addAll(List.of("administrators", "hooks"));
          case OPEN -> seen.add("anyone who asks");
        }
      }
    }
    boolean isPassedOn =
        callsOf(type).contains("POST /v1/wake") && PASSED_ON.contains(type.status());
    if (OF_VISITORS.contains(type)) {
      return "visitors";
    }
    if (BY.containsKey(type) && type != ProblemType.IDEMPOTENCY_KEY_IN_USE) {
      return "whoever calls";
    }
    if (type == ProblemType.IDEMPOTENCY_KEY_IN_USE) {
      return "administrators";
    }
    return (isPassedOn ? "visitors, " : "") + String.join(", ", seen);
  }

  private static List<String> callsOf(ProblemType type) {
    return OpenApiTest.PROBLEMS.entrySet().stream()
        .filter(entry -> entry.getValue().contains(type))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  static ProblemDocument document(ProblemType type) {
    boolean isOfAVisit = callsOf(type).contains("POST /v1/wake") && type.status() >= 404;
    boolean hasProject = isOfAVisit && type.status() != 404 && type.status() != 413;
    return ProblemDocument.of(
        type,
        DETAILS.getOrDefault(type, ""),
        isOfAVisit && type.status() != 413 ? "shop.test" : null,
        hasProject ? "shop" : null);
  }

  private static String example(ProblemType type) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document(type));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
