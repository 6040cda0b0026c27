package dev.reveille.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.Security;
import java.security.interfaces.ECPrivateKey;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The texts were written by OpenSSL 3.0; the keys protect nothing. */
class PemTest {
  private static final String PKCS8 =
      """
      -----BEGIN PRIVATE KEY-----
      MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg3z7QiP2hmQHCu2pu
      eeMdfis/ZD9EF9t2Q58xWDpPlmmhRANCAAQ4sU53R3d97gKh6ZLkVloDEfATKtbH
      Dsz9OdBEB4exXkhfdMycK96dNsZqXWEK1HFzqkqekJxw7vGuA/mNo4g3
      -----END PRIVATE KEY-----
      """;

  private static final String SEC1 =
      """
      -----BEGIN EC PRIVATE KEY-----
      MHcCAQEEIN8+0Ij9oZkBwrtqbnnjHX4rP2Q/RBfbdkOfMVg6T5ZpoAoGCCqGSM49
      AwEHoUQDQgAEOLFOd0d3fe4CoemS5FZaAxHwEyrWxw7M/TnQRAeHsV5IX3TMnCve
      nTbGal1hCtRxc6pKnpCccO7xrgP5jaOINw==
      -----END EC PRIVATE KEY-----
      """;

  private static final String PKCS1 =
      """
      -----BEGIN RSA PRIVATE KEY-----
      MIICXAIBAAKBgQC7PXGhJYSAsIIVzfFWGS7OElpWe2YcNv/ykZWrrjmp4BkLN0KX
      lrEzZddjL4XCejiuN6dnECqSzKTHRKGyda4Cpfg9TfagBxSh4dAAMMwx0UGODnoU
      vkCNswDo4K93KpsqMkPyZyBpHe1dR/8JNvCpOQI1HHnhKNAxQFVyFTspjQIDAQAB
      AoGBAJHb6qG7JT5OwfeUZ7VHhtOXLnKCTGgcXEQtLyf/YAI6hafcE28dP8snQaON
      iKiYJ4Fn72t1B4U2EAL/LutjivpF2BJfLKiSTn20VJG7N1OwwlJnIa/6Gap74l+W
      nfGnmZalgeQo/jOGpHR8Xv7cFJMbZ/Ald3exDP3qaMcmKbohAkEA4tbG9wVuPxKM
      Q22z+Ao8CFH7nzRX/p4XMvIAgYI5ujMQ4GTOx/KQWGYNjxLFWehV26O2r5xxxiC7
      5r1EUiFaxQJBANNPeSlXUaXf9NcpHkafRqbSpKUJTFjPqi0D+VSdHWY9wY/3nG8q
      F+idSKsAItAp1LYQRDibXA6yIZj2gb0PICkCQDLWsADs1qiMH6N9Erikko/Kz/n+
      YTpPdCOW2UYtSYLRrxabgTyOwIsPVDqcml5sE9IF/wucpGMjMvmjsYw2rYECQDHl
      WzPC1Zm4Z0UDBY4hf/pWVOBPcMKrzoAwpwguzUleHb2T91FcfCbGNOmD77R9nCed
      ca54KOWjdEF9O6db0fkCQCqbjchgEMFPx+FIb3CrbtYDNaxVFIhQTzzrONTVy541
      bVXysvgCm1PvKQRfhDrMLyTdfu1TB/cez1MTvQ7jlCw=
      -----END RSA PRIVATE KEY-----
      """;

  private static final String ED25519 =
      """
      -----BEGIN PRIVATE KEY-----
      MC4CAQAwBQYDK2VwBCIEIJuwTLIVRSCd1vpny0JLxaGDatmZ/cc8lOkBTYOlQbmv
      -----END PRIVATE KEY-----
      """;

  private static final String ENCRYPTED =
      """
      -----BEGIN ENCRYPTED PRIVATE KEY-----
      MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAiT0zB1BZpzjQICCAAw
      DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEItU7GKlsM8KT6YqVBtjLvUEgZCt
      UOFhuF0EOLY/EluSAuIxV2Sh2p73q/p2XUWMytkZj4UsRaPcyDCMpKPiCuhBSels
      baAzmutQxsnZXgo+H91V2whS22qda7bzan1mBG8RMURp9LzwKmmtb1LE3td6svrL
      ouc28aX+oSWPeATnb3gamqfvU7SxBIV6hxx/vSgS37TeFnhbhcrEwVKqb9X7Fds=
      -----END ENCRYPTED PRIVATE KEY-----
      """;

  private static final String CERTIFICATE =
      """
      -----BEGIN CERTIFICATE-----
      MIIBfjCCASWgAwIBAgIUdlZdbOlZJcoJuVDLnUHkr7O2OmEwCgYIKoZIzj0EAwIw
      FDESMBAGA1UEAwwJc2hvcC50ZXN0MCAXDTI2MTEyMTIxMzQyOVoYDzIxMjYxMDI4
      MjEzNDI5WjAUMRIwEAYDVQQDDAlzaG9wLnRlc3QwWTATBgcqhkjOPQIBBggqhkjO
      PQMBBwNCAAQ4sU53R3d97gKh6ZLkVloDEfATKtbHDsz9OdBEB4exXkhfdMycK96d
      NsZqXWEK1HFzqkqekJxw7vGuA/mNo4g3o1MwUTAdBgNVHQ4EFgQU4gFTJR3AjHgQ
      yP12hgheF09JM/owHwYDVR0jBBgwFoAU4gFTJR3AjHgQyP12hgheF09JM/owDwYD
      VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNHADBEAiAdwPE042SiMo3PGwLuYlpj
      FoIp+v2Ikl9DQwwJNiMd/AIgVhzrrYoiGozb3ozlYzToePmo3zJ+rerV7u9PlNPT
      FUg=
      -----END CERTIFICATE-----
      """;

  private static final String EC_PARAMETERS =
      """
      -----BEGIN EC PARAMETERS-----
      BggqhkjOPQMBBw==
      -----END EC PARAMETERS-----
      """;

  @Test
  void readsPkcs8() {
    assertThat(Pem.privateKey(PKCS8).getAlgorithm()).isIn("EC", "ECDSA");
  }

  @Test
  void readsPkcs1() {
    assertThat(Pem.privateKey(PKCS1).getAlgorithm()).isEqualTo("RSA");
  }

  @Test
  void readsSec1AlsoAfterTheCurvesParameters() {
    assertThat(secret(SEC1)).isEqualTo(secret(PKCS8));
    assertThat(secret(EC_PARAMETERS + SEC1)).isEqualTo(secret(PKCS8));
  }

  @Test
  void readsEd25519() {
    assertThat(Pem.privateKey(ED25519).getAlgorithm()).isIn("Ed25519", "EdDSA");
  }

  @Test
  void readsAKeyBesideItsCertificate() {
    assertThat(Pem.privateKey(CERTIFICATE + PKCS8)).isEqualTo(Pem.privateKey(PKCS8));
    assertThat(Pem.certificates(PKCS8 + CERTIFICATE)).hasSize(1);
  }

  @Test
  void readsEveryCertificateInItsOrder() {
    assertThat(Pem.certificates("some words\n" + CERTIFICATE + CERTIFICATE))
        .hasSize(2)
        .allSatisfy(
            it -> assertThat(it.getSubjectX500Principal().getName()).isEqualTo("CN=shop.test"));
  }

  @Test
  void refusesAKeyWithAPassphrase() {
    assertThatThrownBy(() -> Pem.privateKey(ENCRYPTED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("passphrase");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no PEM at all", "-----BEGIN PRIVATE KEY-----\nAAAA"})
  void refusesWhatIsNoKey(String text) {
    assertThatThrownBy(() -> Pem.privateKey(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no PEM at all",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
      })
  void refusesWhatIsNoCertificate(String text) {
    assertThatThrownBy(() -> Pem.certificates(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void registersNoProvider() {
    Pem.privateKey(PKCS8);
    assertThat(Arrays.stream(Security.getProviders())).extracting("name").doesNotContain("BC");
  }

  private static BigInteger secret(String pem) {
    return ((ECPrivateKey) Pem.privateKey(pem)).getS();
  }
}
