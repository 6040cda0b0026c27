package dev.reveille.api;

/** A caller asks for what can't be understood; the message is a sentence for him. */
final class MalformedRequest extends RuntimeException {
  MalformedRequest(String message) {
    super(message);
  }

  MalformedRequest(String message, Throwable cause) {
    super(message, cause);
  }
}
