/**
 * The DNS: records for challenges, and whether a host leads here; the only importer of dnsjava.
 *
 * <p>dnsjava reads and writes messages. It does not send them: its client keeps a thread that never
 * ends, and its look-ups a cache, while here every answer has to be fresh.
 */
@NullMarked
package dev.reveille.dns;

import org.jspecify.annotations.NullMarked;
