package dev.reveille.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.concurrent.LeapingTimer;
import dev.reveille.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CustomCertificatesTest {
  private static final Duration A_LOOK = Duration.ofSeconds(2);

  @TempDir private Path directory;

  private final TestChains.Authority authority = TestChains.authority("Test CA");
  private final ServerCertificate first = authority.leaf("shop.test").make();
  private final ServerCertificate second = authority.leaf("shop.test").make();
  private final LeapingTimer timer = new LeapingTimer();
  private CustomCertificates certificates;
  private Path folder;

  @BeforeEach
  void make() {
    folder = directory.resolve("custom");
    certificates = new CustomCertificates(folder, timer);
  }

  @AfterEach
  void close() {
    certificates.close();
  }

  @Test
  void aMissingFolderIsEmptyAndNoProblem() throws IOException {
    certificates.look();
    look(3);
    assertThat(certificates.set().get().all()).isEmpty();
    assertThat(certificates.set().get().problems()).isEmpty();

    put("shop.test", first);
    look(2);

    assertThat(used("shop.test")).contains(first.id());
  }

  @Test
  void onceStartedItHasReadWhatIsThereAndFollowsWhatChanges() throws IOException {
    put("shop.test", first);

    certificates.start();

    assertThat(used("shop.test")).contains(first.id());
    put("shop.test", second);
    Eventually.holds(
        "the new pair is used",
        () -> {
          timer.pass(A_LOOK);
          return used("shop.test").equals(Optional.of(second.id()));
        });
  }

  @Test
  void readsFoldersAsCertbotLeavesThem() throws IOException {
    Path archive = Files.createDirectories(directory.resolve("archive/shop.test"));
    Files.writeString(archive.resolve("fullchain1.pem"), first.chainPem());
    Files.writeString(archive.resolve("privkey1.pem"), first.keyPem());
    Path live = Files.createDirectories(folder.resolve("shop.test"));
    Files.writeString(folder.resolve("README"), "This directory contains your keys");
    Files.createSymbolicLink(live.resolve("fullchain.pem"), archive.resolve("fullchain1.pem"));
    Files.createSymbolicLink(live.resolve("privkey.pem"), archive.resolve("privkey1.pem"));
    certificates.look();
    assertThat(used("shop.test")).contains(first.id());

    renew(archive, live);
    look(2);

    assertThat(used("shop.test")).contains(second.id());
    assertThat(certificates.set().get().problems()).isEmpty();
  }

  @Test
  void aPairThatIsReplacedIsSeenWhileRunning() throws IOException {
    put("shop.test", first);
    certificates.look();

    put("shop.test", second);
    look(2);

    assertThat(used("shop.test")).contains(second.id());
  }

  @Test
  void aHalfCopiedPairWaitsWhileTheOneBeforeStaysInUse() throws IOException {
    put("shop.test", first);
    certificates.look();
    Files.writeString(folder.resolve("shop.test.crt"), second.chainPem());
    look(4);
    assertThat(used("shop.test")).contains(first.id());
    assertThat(certificates.set().get().problems())
        .containsExactly(
            "certificate \"shop.test\": the key is not the certificate's; the one before it stays"
                + " in use");

    Files.writeString(folder.resolve("shop.test.key"), second.keyPem());
    look(2);

    assertThat(used("shop.test")).contains(second.id());
    assertThat(certificates.set().get().problems()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop.test.crt", "shop.test.key"})
  void aMissingHalfIsReportedAtTheSecondLook(String missing) throws IOException {
    put("shop.test", first);
    Files.delete(folder.resolve(missing));
    certificates.look();
    assertThat(certificates.set().get().problems()).isEmpty();

    certificates.look();

    assertThat(certificates.set().get().problems())
        .containsExactly(
            "certificate \"shop.test\": %s is missing".formatted(folder.resolve(missing)));
    assertThat(certificates.set().get().all()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no PEM", "-----BEGIN CERTIFICATE-----\nAAAA"})
  void aDamagedFileIsReportedByName(String content) throws IOException {
    put("shop.test", first);
    Files.writeString(folder.resolve("shop.test.crt"), content);
    certificates.look();

    look(2);

    assertThat(certificates.set().get().problems())
        .singleElement()
        .asString()
        .startsWith("certificate \"shop.test\": " + folder.resolve("shop.test.crt"));
  }

  @Test
  void aLinkThatLeadsNowhereIsReported() throws IOException {
    Path live = Files.createDirectories(folder.resolve("shop.test"));
    Files.createSymbolicLink(live.resolve("fullchain.pem"), Path.of("../../archive/1.pem"));
    Files.createSymbolicLink(live.resolve("privkey.pem"), Path.of("../../archive/2.pem"));
    certificates.look();

    look(2);

    assertThat(certificates.set().get().problems())
        .singleElement()
        .asString()
        .endsWith("fullchain.pem is a link that leads nowhere; mount what it leads to as well");
  }

  @Test
  void aRemovedPairVanishes() throws IOException {
    put("shop.test", first);
    certificates.look();

    Files.delete(folder.resolve("shop.test.crt"));
    Files.delete(folder.resolve("shop.test.key"));
    look(2);

    assertThat(certificates.set().get().all()).isEmpty();
  }

  @Test
  void anotherFileOfTheSameSizeAndTimeIsNoticed() throws IOException {
    put("shop.test", first);
    FileTime time = Files.getLastModifiedTime(folder.resolve("shop.test.crt"));
    certificates.look();
    Path other = directory.resolve("other");
    // EC signatures differ in length; a comment makes the sizes equal.
    Files.writeString(other, padded(second.chainPem(), first.chainPem().length()));
    Files.writeString(folder.resolve("shop.test.key"), second.keyPem());
    Files.setLastModifiedTime(other, time);
    Files.setLastModifiedTime(folder.resolve("shop.test.key"), time);
    Files.move(other, folder.resolve("shop.test.crt"), StandardCopyOption.REPLACE_EXISTING);

    look(2);

    assertThat(used("shop.test")).contains(second.id());
  }

  @Test
  void publishesOnlyWhatHasChanged() throws IOException {
    put("shop.test", first);
    certificates.look();
    List<CustomSet> published = new ArrayList<>();
    certificates.set().subscribe(published::add);

    look(9);
    assertThat(published).isEmpty();

    put("blog.test", authority.leaf("blog.test").make());
    look(9);
    assertThat(published).hasSize(1);
  }

  @Test
  void anUnchangedPairIsNotReadAgain() throws IOException {
    put("shop.test", first);
    certificates.look();
    ServerCertificate before = certificates.set().get().all().get("shop.test");

    put("blog.test", authority.leaf("blog.test").make());
    look(2);

    assertThat(certificates.set().get().all().get("shop.test")).isSameAs(before);
  }

  @Test
  void whatExpiresIsReportedBeforeAndAfter() throws IOException {
    Instant end = timer.instant().plus(Duration.ofDays(20));
    put("shop.test", authority.leaf("shop.test").validUntil(end).make());
    certificates.look();
    look(2);
    assertThat(certificates.set().get().problems()).isEmpty();

    timer.pass(Duration.ofDays(7));
    look(2);
    assertThat(certificates.set().get().problems())
        .containsExactly("certificate \"shop.test\" expires at %s; replace it".formatted(end));

    timer.pass(Duration.ofDays(14));
    look(2);
    assertThat(certificates.set().get().problems())
        .containsExactly(
            "certificate \"shop.test\" expired at %s and is used last; replace it".formatted(end));
  }

  @Test
  void bothFormsOfOneNameMeanThePairOfFiles() throws IOException {
    put("shop.test", first);
    Path live = Files.createDirectories(folder.resolve("shop.test"));
    Files.writeString(live.resolve("fullchain.pem"), second.chainPem());
    Files.writeString(live.resolve("privkey.pem"), second.keyPem());

    certificates.look();

    assertThat(used("shop.test")).contains(first.id());
  }

  private void look(int times) {
    for (int i = 0; i < times; i++) {
      certificates.look();
    }
  }

  private void renew(Path archive, Path live) throws IOException {
    Files.writeString(archive.resolve("fullchain2.pem"), second.chainPem());
    Files.writeString(archive.resolve("privkey2.pem"), second.keyPem());
    for (String half : List.of("fullchain", "privkey")) {
      Files.delete(live.resolve(half + ".pem"));
      Files.createSymbolicLink(live.resolve(half + ".pem"), archive.resolve(half + "2.pem"));
    }
  }

  private void put(String name, ServerCertificate certificate) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(name + ".crt"), certificate.chainPem());
    Files.writeString(folder.resolve(name + ".key"), certificate.keyPem());
  }

  private Optional<String> used(String name) {
    return certificates.set().get().byFileName(name).map(ServerCertificate::id);
  }

  private static String padded(String pem, int length) {
    return pem.length() >= length ? pem : " ".repeat(length - pem.length() - 1) + "\n" + pem;
  }
}
