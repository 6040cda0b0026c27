/** Certificates and keys that the gateway serves. */
@NullMarked
package dev.reveille.certificate;

import org.jspecify.annotations.NullMarked;
