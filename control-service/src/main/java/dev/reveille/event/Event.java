package dev.reveille.event;

import java.time.Instant;

/**
 * Something that happened.
 *
 * @param number counts the events since the control service started, from 1
 * @param kind {@code certificate.issued}, {@code wake.failed}
 * @param subject the name of the certificate or project
 * @param text one sentence for an administrator
 */
public record Event(long number, Instant time, String kind, String subject, String text) {}
