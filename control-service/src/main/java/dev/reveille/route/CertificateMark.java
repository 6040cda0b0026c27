package dev.reveille.route;

/**
 * Which certificate the gateway shows for a name: a host, {@code *.shop.test}, or {@code *} for
 * everyone else.
 *
 * @param id names a chain and its key; a renewed one has another
 * @param trusted whether browsers accept it
 */
public record CertificateMark(String id, boolean trusted) {}
