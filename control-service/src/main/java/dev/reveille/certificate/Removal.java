package dev.reveille.certificate;

/** What came of the wish to be rid of a certificate. */
public sealed interface Removal {
  /** It is gone. */
  record Done() implements Removal {}

  /** It is still there. */
  record Failed(String reason) implements Removal {}

  /** There is no such certificate. */
  record Unknown() implements Removal {}
}
