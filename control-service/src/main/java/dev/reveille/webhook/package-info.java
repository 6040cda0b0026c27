/** Tells servers of an operator's choice of events, by Standard Webhooks. */
@NullMarked
package dev.reveille.webhook;

import org.jspecify.annotations.NullMarked;
