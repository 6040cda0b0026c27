package dev.reveille.certificate;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

/**
 * How the file of an issued certificate is named: {@code shop.test.pem}, {@code
 * _wildcard.shop.test.pem} for {@code *.shop.test}, {@code 2001_db8_0_0_0_0_0_1.pem} for an
 * address, since not every disk that a backup goes to takes {@code *} and {@code :}.
 */
final class CertificateFile {
  private static final String CURRENT = ".pem";
  private static final String PREVIOUS = ".previous.pem";
  private static final String WILDCARD = "_wildcard";

  /** File names have 255 bytes at most, and while it is written a file has a longer one. */
  private static final int LONGEST = 180;

  private CertificateFile() {}

  static String of(String name) {
    return stem(name) + CURRENT;
  }

  static String previousOf(String name) {
    return stem(name) + PREVIOUS;
  }

  static boolean isCurrent(String file) {
    return file.endsWith(CURRENT) && !file.endsWith(PREVIOUS);
  }

  /** {@code shop.test.previous.pem} for {@code shop.test.pem}. */
  static String previousOfFile(String current) {
    return current.substring(0, current.length() - CURRENT.length()) + PREVIOUS;
  }

  /** For which of the certificate's names a file was written; empty where it is for none. */
  static Optional<String> nameOf(String file, ServerCertificate certificate) {
    String stem = file.substring(0, file.length() - suffix(file).length());
    return certificate.names().stream()
        .filter(name -> stem(name).equals(stem))
        .findFirst()
        .or(() -> Optional.of(stem.replace(WILDCARD, "*")).filter(certificate::covers));
  }

  private static String suffix(String file) {
    return file.endsWith(PREVIOUS) ? PREVIOUS : CURRENT;
  }

  private static String stem(String name) {
    String safe = (name.startsWith("*") ? WILDCARD + name.substring(1) : name).replace(':', '_');
    return safe.length() <= LONGEST ? safe : safe.substring(0, 100) + "_" + digest(name);
  }

  private static String digest(String name) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] all = digest.digest(name.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(all, 0, 16);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot digest a name with this JVM", e);
    }
  }
}
