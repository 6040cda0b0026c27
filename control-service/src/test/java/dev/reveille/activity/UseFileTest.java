package dev.reveille.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.certificate.InMemoryPemFiles;
import dev.reveille.testing.StoredState;
import org.junit.jupiter.api.Test;

class UseFileTest {
  @Test
  void readsAndWritesFormat1() {
    String stored = StoredState.ofFormat(1, UseFile.NAME);
    InMemoryPemFiles files = new InMemoryPemFiles();
    files.write(UseFile.NAME, stored);

    UseFile file = new UseFile(files);
    StoredUse read = file.read();
    file.write(StoredUse.of(read.uses(), read.knownGateways()));

    assertThat(files.contents()).containsOnlyKeys(UseFile.NAME);
    assertThat(StoredState.json(files.read(UseFile.NAME).orElseThrow()))
        .isEqualTo(StoredState.json(stored));
  }
}
