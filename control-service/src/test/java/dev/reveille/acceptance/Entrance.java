package dev.reveille.acceptance;

/** Where visitors reach a proxy, at this machine's own address. */
public interface Entrance {
  int httpPort();

  int httpsPort();
}
