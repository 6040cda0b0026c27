package dev.reveille.certificate;

import dev.reveille.concurrent.Latest;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The certificates that administrators have handed over by the API, one file for each name: chain,
 * leaf first, and key. They are used like those of {@code CERTS_DIR}, which go before them.
 *
 * <p>Files are read once, at the start; what can't be read is reported and left alone. Thread safe.
 */
public final class ImportedCertificates {
  private final PemFiles folder;
  private final InstantSource clock;
  private final List<String> unreadable;
  private final Latest<CustomSet> set;

  /** Reads every certificate of the folder. */
  public ImportedCertificates(PemFiles folder, InstantSource clock) {
    this.folder = folder;
    this.clock = clock;
    List<String> problems = new ArrayList<>();
    this.set = new Latest<>(CustomSet.of(read(folder, problems)));
    this.unreadable = List.copyOf(problems);
  }

  /** All of them, by the name that each was imported for; {@code *.x} for wildcards. */
  public Latest<CustomSet> set() {
    return set;
  }

  public Optional<ServerCertificate> find(String name) {
    return set.get().byFileName(name);
  }

  /** What is wrong with them at present, each in a sentence. */
  public List<String> problems() {
    List<String> problems = new ArrayList<>(unreadable);
    set.get()
        .all()
        .forEach(
            (name, certificate) ->
                Expiry.problem(certificate, clock.instant())
                    .ifPresent(
                        it ->
                            problems.add(
                                "imported certificate \"%s\" %s; import its successor"
                                    .formatted(name, it))));
    return problems;
  }

  /**
   * Checks a chain and its key, keeps them, and uses them from now on in place of what the name had
   * before.
   *
   * @param name a host or {@code *.x}
   * @throws IllegalArgumentException saying what is wrong with them; nothing has changed then
   * @throws UncheckedIOException when they can't be written; nothing has changed then
   */
  public synchronized ServerCertificate keep(String name, String chainPem, String keyPem) {
    ServerCertificate certificate = ServerCertificate.of(chainPem, keyPem);
    if (!certificate.covers(name)) {
      throw new IllegalArgumentException(
          "it is for %s and not for %s"
              .formatted(String.join(", ", new TreeSet<>(certificate.names())), name));
    }
    if (!certificate.isValidAt(clock.instant())) {
      throw new IllegalArgumentException(
          "it is valid from %s to %s, which is not now"
              .formatted(certificate.notBefore(), certificate.notAfter()));
    }
    certificate.verifySignatures();
    folder.write(CertificateFile.of(name), certificate.chainPem() + certificate.keyPem());
    publish(name, Optional.of(certificate));
    return certificate;
  }

  /**
   * Removes a name's certificate and its key.
   *
   * @return false where there was none
   */
  public synchronized boolean remove(String name) {
    boolean isKnown = find(name).isPresent();
    if (isKnown) {
      folder.remove(CertificateFile.of(name));
      publish(name, Optional.empty());
    }
    return isKnown;
  }

  private void publish(String name, Optional<ServerCertificate> certificate) {
    Map<String, ServerCertificate> next = new HashMap<>(set.get().all());
    String key = name.toLowerCase(Locale.ROOT);
    certificate.ifPresentOrElse(it -> next.put(key, it), () -> next.remove(key));
    set.set(CustomSet.of(next));
  }

  private static Map<String, ServerCertificate> read(PemFiles folder, List<String> problems) {
    Map<String, ServerCertificate> found = new HashMap<>();
    for (String file : folder.names()) {
      try {
        ServerCertificate certificate =
            folder.read(file).map(pem -> ServerCertificate.of(pem, pem)).orElseThrow();
        String name = CertificateFile.nameOf(file, certificate).orElseThrow();
        found.put(name, certificate);
      } catch (RuntimeException e) {
        problems.add(
            "imported certificate %s can't be used (%s); import it again or remove the file"
                .formatted(file, e.getMessage()));
      }
    }
    return found;
  }
}
