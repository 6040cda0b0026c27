package dev.reveille.certificate;

class InMemoryPemFilesTest extends PemFilesContract {
  @Override
  protected PemFiles files() {
    return new InMemoryPemFiles();
  }
}
