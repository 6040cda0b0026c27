package dev.reveille.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reveille.certificate.Chosen;
import dev.reveille.certificate.NameStatus;
import dev.reveille.certificate.ServerCertificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A name and its certificate as administrators see them; never the key. Instants are ISO 8601.
 *
 * @param name a host, {@code *.x}, or {@code *} for everyone else
 * @param source {@code custom}, {@code imported}, {@code issued}, {@code local-ca}, {@code default}
 *     or {@code self-signed}; absent while none is shown for this very name
 * @param trusted whether browsers accept it
 * @param issuance how it stands with the CA; absent for names that none is asked for
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record CertificateWire(
    String name,
    @Nullable String source,
    @Nullable Boolean trusted,
    @Nullable DetailWire certificate,
    @Nullable IssuanceWire issuance) {

  /**
   * What stands in a certificate.
   *
   * @param issuer its distinguished name
   */
  record DetailWire(
      List<String> names, String serial, String issuer, String notBefore, String notAfter) {
    static DetailWire from(ServerCertificate certificate) {
      X509Certificate leaf = certificate.leaf();
      return new DetailWire(
          certificate.names().stream().sorted().toList(),
          certificate.serial(),
          leaf.getIssuerX500Principal().getName(),
          certificate.notBefore().toString(),
          certificate.notAfter().toString());
    }
  }

  /**
   * How it stands with the CA.
   *
   * @param certificate the name that the certificate is ordered for, which may be a wildcard
   * @param authority the directory of the CA that issued it
   * @param next what happens next, or why nothing does
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record IssuanceWire(
      String certificate,
      String state,
      @Nullable String authority,
      String next,
      @Nullable String nextAt,
      @Nullable String lastError) {
    static IssuanceWire from(NameStatus status) {
      return new IssuanceWire(
          status.name(),
          word(status.state()),
          status.authority().orElse(null),
          status.next(),
          status.nextAt().map(Object::toString).orElse(null),
          status.lastError().orElse(null));
    }
  }

  static CertificateWire of(
      String name,
      Optional<Chosen> chosen,
      Optional<NameStatus> status,
      Optional<ServerCertificate> imported) {
    Optional<ServerCertificate> shown =
        chosen
            .map(Chosen::certificate)
            .or(() -> imported)
            .or(() -> status.flatMap(NameStatus::certificate));
    return new CertificateWire(
        name,
        chosen.map(it -> word(it.source())).orElse(null),
        chosen.map(Chosen::trusted).orElse(null),
        shown.map(DetailWire::from).orElse(null),
        status.map(IssuanceWire::from).orElse(null));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
