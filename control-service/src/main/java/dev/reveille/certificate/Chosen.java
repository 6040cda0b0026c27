package dev.reveille.certificate;

/**
 * The certificate that is shown for a name.
 *
 * <p>The rule for {@link #trusted} can't know what a visitor's browser trusts: a custom certificate
 * of an authority that nobody knows counts as trusted, and so does one of the local CA.
 *
 * @param trusted it is valid at present, good for the name, and not signed by itself
 */
public record Chosen(ServerCertificate certificate, Source source, boolean trusted) {}
