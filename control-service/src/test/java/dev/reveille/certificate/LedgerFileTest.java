package dev.reveille.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.certificate.LedgerFile.Found;
import dev.reveille.testing.StoredState;
import org.junit.jupiter.api.Test;

class LedgerFileTest {
  @Test
  void readsAndWritesFormat1() {
    String stored = StoredState.ofFormat(1, LedgerFile.NAME);
    InMemoryPemFiles files = new InMemoryPemFiles();
    files.write(LedgerFile.NAME, stored);

    LedgerFile file = new LedgerFile(files);
    assertThat(file.read())
        .isInstanceOfSatisfying(Found.Known.class, known -> file.write(known.ledger()));

    assertThat(StoredState.json(files.read(LedgerFile.NAME).orElseThrow()))
        .isEqualTo(StoredState.json(stored));
  }
}
