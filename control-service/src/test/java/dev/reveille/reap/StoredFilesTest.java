package dev.reveille.reap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.certificate.InMemoryPemFiles;
import dev.reveille.reap.RemovalsFile.Found;
import dev.reveille.testing.StoredState;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StoredFilesTest {
  private final InMemoryPemFiles files = new InMemoryPemFiles();

  @Test
  void removalsAreReadAndWrittenInFormat1() {
    String stored = StoredState.ofFormat(1, RemovalsFile.NAME);
    files.write(RemovalsFile.NAME, stored);

    RemovalsFile file = new RemovalsFile(files);
    assertThat(file.read())
        .isInstanceOfSatisfying(Found.Known.class, known -> file.write(known.memory()));

    assertThat(StoredState.json(files.read(RemovalsFile.NAME).orElseThrow()))
        .isEqualTo(StoredState.json(stored));
  }

  @Test
  void networksAreReadAndWrittenInFormat1() {
    String stored = StoredState.ofFormat(1, NetworksFile.NAME);
    files.write(NetworksFile.NAME, stored);

    NetworksFile file = new NetworksFile(files);
    file.keep("shop", file.removed("shop"));

    assertThat(file.joined()).isEqualTo(Set.of("n1", "n2"));
    assertThat(StoredState.json(files.read(NetworksFile.NAME).orElseThrow()))
        .isEqualTo(StoredState.json(stored));
  }
}
