package dev.reveille.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What every {@link PemFiles} does, the real ones and those of tests. */
public abstract class PemFilesContract {
  /** Files of which there are none yet. */
  protected abstract PemFiles files();

  @Test
  void readsNothingWhereNothingWasWritten() {
    assertThat(files().read("self-signed.key")).isEmpty();
  }

  @Test
  void readsWhatWasWrittenLast() {
    PemFiles files = files();

    files.write("self-signed.key", "first");
    files.write("self-signed.key", "second\n");

    assertThat(files.read("self-signed.key")).contains("second\n");
    assertThat(files.read("self-signed.crt")).isEmpty();
  }

  @Test
  void forgetsWhatIsRemoved() {
    PemFiles files = files();
    files.write("self-signed.key", "first");

    files.remove("self-signed.key");
    files.remove("self-signed.key");

    assertThat(files.read("self-signed.key")).isEmpty();
  }

  @Test
  void namesWhatIsThereInTheOrderOfTheNames() {
    PemFiles files = files();
    files.write("shop.test.pem", "s");
    files.write("_wildcard.shop.test.pem", "w");
    files.write("blog.test.pem", "b");
    files.write("blog.test.pem", "another");
    files.write("gone.test.pem", "g");
    files.remove("gone.test.pem");

    assertThat(files.names())
        .containsExactly("_wildcard.shop.test.pem", "blog.test.pem", "shop.test.pem");
  }

  @Test
  void namesNothingWhereNothingWasWritten() {
    assertThat(files().names()).isEmpty();
  }
}
