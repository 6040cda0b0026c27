package dev.reveille.certificate;

import java.time.Duration;
import java.util.List;

/** How much a CA lets one account do. */
public record Limits(List<Limit> all) {
  /** Private CAs have none that we know of. */
  public static final Limits NONE = new Limits(List.of());

  /**
   * Let's Encrypt's, as it publishes them (letsencrypt.org/docs/rate-limits), and a pace that its
   * servers like: no more than ten orders in ten seconds.
   */
  public static final Limits LETS_ENCRYPT =
      new Limits(
          List.of(
              new Limit(Counted.ORDERS_OF_ANY_KIND, 10, Duration.ofSeconds(10)),
              new Limit(Counted.ORDERS, 300, Duration.ofHours(3)),
              new Limit(Counted.CERTIFICATES_OF_NAME, 5, Duration.ofDays(7)),
              new Limit(Counted.CERTIFICATES_OF_DOMAIN, 50, Duration.ofDays(7)),
              new Limit(Counted.FAILURES_OF_NAME, 5, Duration.ofHours(1))));

  public Limits {
    all = List.copyOf(all);
  }

  /** What is counted. Renewals that the CA itself suggested (RFC 9773) count for the first only. */
  public enum Counted {
    ORDERS_OF_ANY_KIND("orders"),
    ORDERS("orders of the account"),
    CERTIFICATES_OF_NAME("certificates of this very name"),
    CERTIFICATES_OF_DOMAIN("certificates of its registered domain"),
    FAILURES_OF_NAME("failed validations of this name");

    private final String text;

    Counted(String text) {
      this.text = text;
    }

    /** For people: {@code orders of the account}. */
    public String text() {
      return text;
    }
  }

  /** At most so many within any period of that length. */
  public record Limit(Counted counted, int most, Duration within) {}
}
