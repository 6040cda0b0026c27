package dev.reveille.certificate;

import dev.reveille.concurrent.Latest;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates that a CA has issued to us, one file for each name: chain, leaf first, and key.
 * One file, since one is written whole or not at all; two could be caught halfway. The one before
 * stays beside it, {@code shop.test.previous.pem}.
 *
 * <p>Files are read once, at the start: what an administrator restores is seen after a restart.
 * What can't be read is reported and left alone. While the disk is full the newest certificates are
 * kept in memory.
 *
 * <p>Thread safe. Readers never wait; writers wait for each other and for the disk.
 */
public final class IssuedCertificates {
  private static final Logger log = LoggerFactory.getLogger(IssuedCertificates.class);

  private final PatientFiles files;
  private final List<String> problems = new CopyOnWriteArrayList<>();
  private final Latest<Map<String, ServerCertificate>> all;

  /** Reads every certificate of the folder. */
  public IssuedCertificates(PemFiles folder) {
    this.files = new PatientFiles(folder);
    this.all = new Latest<>(load());
  }

  /** By name, {@code *.x} for wildcards; immutable maps. */
  public Latest<Map<String, ServerCertificate>> all() {
    return all;
  }

  public Optional<ServerCertificate> find(String name) {
    return Optional.ofNullable(all.get().get(name));
  }

  /** Files that could not be used when they were read, each in a sentence. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  /**
   * From now on this is the name's certificate; what was before is kept for {@link #rollBack}.
   *
   * @throws IllegalArgumentException when it is not good for the name, or a signature of its chain
   *     is wrong; nothing has changed then
   */
  public synchronized void keep(String name, ServerCertificate certificate) {
    if (!certificate.covers(name)) {
      throw new IllegalArgumentException(
          "a certificate for %s is not good for %s".formatted(certificate.names(), name));
    }
    certificate.verifySignatures();
    find(name)
        .filter(before -> !before.id().equals(certificate.id()))
        .ifPresent(before -> files.write(CertificateFile.previousOf(name), text(before)));
    files.write(CertificateFile.of(name), text(certificate));
    publish(name, Optional.of(certificate));
  }

  /**
   * Goes back to the certificate before, and forgets the one that was to follow it.
   *
   * @return false where there is none that could be used; nothing has changed then
   */
  public synchronized boolean rollBack(String name) {
    Optional<ServerCertificate> before =
        read(CertificateFile.previousOf(name)).map(Named::certificate);
    before.ifPresent(
        certificate -> {
          files.write(CertificateFile.of(name), text(certificate));
          files.remove(CertificateFile.previousOf(name));
          publish(name, before);
        });
    return before.isPresent();
  }

  /**
   * Removes a name's certificate and the one before it, with their keys.
   *
   * @return false where there was none
   */
  public synchronized boolean remove(String name) {
    boolean isKnown = find(name).isPresent();
    files.remove(CertificateFile.of(name));
    files.remove(CertificateFile.previousOf(name));
    publish(name, Optional.empty());
    return isKnown;
  }

  /** Another control service may have written to the folder since it was read. */
  public synchronized void readAgain() {
    problems.clear();
    all.set(load());
  }

  /** Tries again to write what waits in memory; returns whether nothing waits any more. */
  public boolean retryUnwritten() {
    return files.retryUnwritten();
  }

  private Map<String, ServerCertificate> load() {
    Map<String, ServerCertificate> found =
        files.names().parallelStream()
            .filter(CertificateFile::isCurrent)
            .flatMap(file -> currentOrPrevious(file).stream())
            .collect(Collectors.toUnmodifiableMap(Named::name, Named::certificate, (a, _) -> a));
    problems.forEach(problem -> log.warn("Left out of the issued certificates: {}", problem));
    return found;
  }

  /** A damaged one is replaced by the one before it, which is better than none. */
  private Optional<Named> currentOrPrevious(String file) {
    return read(file).or(() -> read(CertificateFile.previousOfFile(file)));
  }

  private Optional<Named> read(String file) {
    try {
      return files.read(file).map(pem -> named(file, ServerCertificate.of(pem, pem)));
    } catch (IllegalArgumentException e) {
      problems.add("%s %s; restore it from a backup, or remove it".formatted(file, e.getMessage()));
    } catch (UncheckedIOException e) {
      problems.add("%s: %s".formatted(file, e.getMessage()));
    }
    return Optional.empty();
  }

  private static Named named(String file, ServerCertificate certificate) {
    return CertificateFile.nameOf(file, certificate)
        .map(name -> new Named(name, certificate))
        .orElseThrow(() -> new IllegalArgumentException("holds one for " + certificate.names()));
  }

  private void publish(String name, Optional<ServerCertificate> certificate) {
    Map<String, ServerCertificate> next = new HashMap<>(all.get());
    certificate.ifPresentOrElse(it -> next.put(name, it), () -> next.remove(name));
    all.set(Map.copyOf(next));
  }

  private static String text(ServerCertificate certificate) {
    return certificate.chainPem() + certificate.keyPem();
  }

  private record Named(String name, ServerCertificate certificate) {}
}
