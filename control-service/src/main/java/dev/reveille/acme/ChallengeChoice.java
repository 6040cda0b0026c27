package dev.reveille.acme;

/** How names are proved to be ours (RFC 8555, section 8). */
public enum ChallengeChoice {
  /** Hosts by http-01, wildcards by dns-01, as nothing else can prove them. */
  AUTO("auto"),
  HTTP_01("http-01"),
  DNS_01("dns-01");

  private final String text;

  ChallengeChoice(String text) {
    this.text = text;
  }

  /** As it is written in settings. */
  @Override
  public String toString() {
    return text;
  }

  /** Whether the name is proved by dns-01: {@code *.shop.test}, {@code shop.test}. */
  boolean isByDns(String name) {
    return switch (this) {
      case AUTO -> name.startsWith("*.");
      case HTTP_01 -> false;
      case DNS_01 -> true;
    };
  }
}
