package dev.reveille.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PatientFilesTest extends PemFilesContract {
  private final InMemoryPemFiles disk = new InMemoryPemFiles();

  @Override
  protected PemFiles files() {
    return new PatientFiles(disk);
  }

  @Test
  void readsAndNamesWhatIsNotOnTheDiskYet() {
    disk.write("a.pem", "old");
    disk.setFull(true);
    PemFiles files = files();

    files.write("a.pem", "new");
    files.write("b.pem", "b");

    assertThat(files.read("a.pem")).contains("new");
    assertThat(files.names()).containsExactly("a.pem", "b.pem");
    assertThat(disk.read("a.pem")).contains("old");
  }

  @Test
  void neitherReadsNorNamesWhatIsToBeRemoved() {
    disk.write("b.pem", "b");
    disk.setFull(true);
    PemFiles files = files();
    files.write("a.pem", "a");

    files.remove("b.pem");

    assertThat(files.read("b.pem")).isEmpty();
    assertThat(files.names()).containsExactly("a.pem");
    assertThat(disk.read("b.pem")).contains("b");
  }

  @Test
  void changesReachTheDiskInTheirOrderAndOnlyTheNewest() {
    PatientFiles files = new PatientFiles(disk);
    disk.setFull(true);
    files.write("a.pem", "1");
    files.write("b.pem", "1");
    files.write("a.pem", "2");
    disk.setFull(false);

    assertThat(files.retryUnwritten()).isTrue();

    assertThat(disk.changes()).containsExactly("write b.pem", "write a.pem");
    assertThat(disk.read("a.pem")).contains("2");
  }
}
