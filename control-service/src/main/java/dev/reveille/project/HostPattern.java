package dev.reveille.project;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Comparator;
import java.util.Locale;

/**
 * A host name, or a pattern of host names, that a container claims: {@code shop.test}, {@code
 * *.shop.test}, {@code shop.test.*} or {@code ~^pr-[0-9]+\.shop\.test$}.
 *
 * <p>{@code *.x} covers every name below {@code x} but not {@code x} itself, {@code x.*} every name
 * that begins with {@code x} and a dot. The most specific pattern wins: exact, the longest {@code
 * *.x}, the longest {@code x.*}, then regular expressions in the order of their text. Text is lower
 * case, except that of regular expressions, which match without regard to case.
 */
public sealed interface HostPattern {
  /** Most specific first; total, so that no two different patterns are equal. */
  Comparator<HostPattern> MOST_SPECIFIC_FIRST =
      Comparator.comparingInt(HostPattern::rank)
          .thenComparingInt(pattern -> -pattern.weight())
          .thenComparing(HostPattern::text);

  /** As the label has it, and as it is keyed everywhere. */
  String text();

  /** Whether it covers a host name; lower case, without port or trailing dot. */
  boolean covers(String host);

  /** 0 is the most specific kind. */
  int rank();

  /** Among patterns of one kind the heavier one wins. */
  default int weight() {
    return text().length();
  }

  /**
   * Reads one entry of a host label.
   *
   * @throws IllegalArgumentException with the reason, when it is no such pattern
   */
  static HostPattern parse(String entry) {
    String text = entry.strip();
    if (text.startsWith("~")) {
      return Regex.of(text);
    }
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.startsWith("*.")) {
      return new Suffix(checked(lower.substring(2), entry));
    }
    if (lower.endsWith(".*")) {
      return new Prefix(checked(lower.substring(0, lower.length() - 2), entry));
    }
    return new Exact(checked(lower, entry));
  }

  private static String checked(String name, String entry) {
    if (name.length() > 253
        || !name.matches(
            "[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*")) {
      throw new IllegalArgumentException(
          "\"%s\" is no host name; write a name, *.name, name.* or ~regex"
              .formatted(entry.strip()));
    }
    return name;
  }

  /** {@code shop.test} */
  record Exact(String text) implements HostPattern {
    @Override
    public boolean covers(String host) {
      return host.equals(text);
    }

    @Override
    public int rank() {
      return 0;
    }
  }

  /** {@code *.shop.test}, with {@code parent = shop.test} */
  record Suffix(String parent) implements HostPattern {
    @Override
    public String text() {
      return "*." + parent;
    }

    @Override
    public boolean covers(String host) {
      return host.length() > parent.length() + 1 && host.endsWith("." + parent);
    }

    @Override
    public int rank() {
      return 1;
    }
  }

  /** {@code shop.test.*}, with {@code start = shop.test} */
  record Prefix(String start) implements HostPattern {
    @Override
    public String text() {
      return start + ".*";
    }

    @Override
    public boolean covers(String host) {
      return host.length() > start.length() + 1 && host.startsWith(start + ".");
    }

    @Override
    public int rank() {
      return 2;
    }
  }

  /**
   * {@code ~^pr-[0-9]+\.shop\.test$}. RE2, because its time is linear in the host name, whatever a
   * label says; its syntax is the part of PCRE, which the gateway uses, that has this property.
   */
  record Regex(String text, Pattern compiled) implements HostPattern {
    static Regex of(String text) {
      if (text.length() == 1) {
        throw new IllegalArgumentException(
            "\"~\" would cover every host; write a regular expression after it");
      }
      try {
        return new Regex(text, Pattern.compile(text.substring(1), Pattern.CASE_INSENSITIVE));
      } catch (PatternSyntaxException e) {
        throw new IllegalArgumentException(
            "\"%s\" is no regular expression: %s".formatted(text, e.getMessage()), e);
      }
    }

    @Override
    public boolean covers(String host) {
      return compiled.matcher(host).find();
    }

    @Override
    public int rank() {
      return 3;
    }

    /** The order of the text alone decides among regular expressions. */
    @Override
    public int weight() {
      return 0;
    }
  }
}
