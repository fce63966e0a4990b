// The raw cost of TLS 1.3 on loopback between two processes with blocking OpenSSL: round trips of 64 bytes, then bulk in records of 16 KiB.
// Usage: tls_link SECONDS. Prints {"roundtrips_per_s": .., "bulk_mb_per_s": ..} with 10^6 bytes in a MB.
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static void need(int ok, const char *what) {
    if (!ok) {
        fprintf(stderr, "tls_link: %s failed\n", what);
        exit(1);
    }
}

static void write_all(SSL *ssl, const char *bytes, int count) { need(SSL_write(ssl, bytes, count) == count, "SSL_write"); }

static int read_all(SSL *ssl, char *bytes, int count) {
    for (int got = 0; got < count;) {
        int n = SSL_read(ssl, bytes + got, count - got);
        if (n <= 0) return 0;
        got += n;
    }
    return 1;
}

static SSL_CTX *context(int is_server) {
    SSL_CTX *ctx = SSL_CTX_new(is_server ? TLS_server_method() : TLS_client_method());
    need(ctx != NULL, "SSL_CTX_new");
    SSL_CTX_set_min_proto_version(ctx, TLS1_3_VERSION);
    SSL_CTX_set_ciphersuites(ctx, "TLS_AES_128_GCM_SHA256");
    if (is_server) {
        EVP_PKEY *key = EVP_EC_gen("P-256");
        X509 *cert = X509_new();
        ASN1_INTEGER_set(X509_get_serialNumber(cert), 1);
        X509_gmtime_adj(X509_getm_notBefore(cert), -60);
        X509_gmtime_adj(X509_getm_notAfter(cert), 3600);
        X509_set_pubkey(cert, key);
        X509_NAME_add_entry_by_txt(X509_get_subject_name(cert), "CN", MBSTRING_ASC, (const unsigned char *)"limit", -1, -1, 0);
        X509_set_issuer_name(cert, X509_get_subject_name(cert));
        need(X509_sign(cert, key, EVP_sha256()) > 0, "X509_sign");
        need(SSL_CTX_use_certificate(ctx, cert) == 1 && SSL_CTX_use_PrivateKey(ctx, key) == 1, "the certificate");
    }
    return ctx;
}

enum { smallCount = 64, bulkCount = 16384 };

// Echoes small messages until one begins with 'B'; then reads bulk until one record begins with 'E', and says that it came.
static void serve(int fd) {
    SSL *ssl = SSL_new(context(1));
    SSL_set_fd(ssl, fd);
    need(SSL_accept(ssl) == 1, "SSL_accept");
    static char bytes[bulkCount];
    while (read_all(ssl, bytes, smallCount)) {
        if (bytes[0] == 'B') {
            do need(read_all(ssl, bytes, bulkCount), "SSL_read");
            while (bytes[0] != 'E');
        }
        write_all(ssl, bytes, smallCount);
    }
    exit(0);
}

int main(int argc, char **argv) {
    double seconds = argc > 1 ? atof(argv[1]) : 1;
    int listener = socket(AF_INET, SOCK_STREAM, 0), one = 1;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    need(bind(listener, (struct sockaddr *)&address, length) == 0 && listen(listener, 1) == 0, "listen");
    getsockname(listener, (struct sockaddr *)&address, &length);
    if (fork() == 0) {
        int fd = accept(listener, NULL, NULL);
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        serve(fd);
    }
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    need(connect(fd, (struct sockaddr *)&address, length) == 0, "connect");
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    SSL *ssl = SSL_new(context(0));
    SSL_set_fd(ssl, fd);
    need(SSL_connect(ssl) == 1, "SSL_connect");
    static char bytes[bulkCount];
    memset(bytes, 'x', sizeof bytes);
    long trips = 0;
    double start = now(), end;
    while ((end = now()) - start < seconds) {
        write_all(ssl, bytes, smallCount);
        need(read_all(ssl, bytes, smallCount), "SSL_read");
        trips++;
    }
    double rate = trips / (end - start);
    bytes[0] = 'B';
    write_all(ssl, bytes, smallCount);
    bytes[0] = 'x';
    long records = 0;
    start = now();
    while (now() - start < seconds) {
        for (int i = 0; i < 64; i++, records++) write_all(ssl, bytes, bulkCount);
    }
    bytes[0] = 'E';
    write_all(ssl, bytes, bulkCount);
    need(read_all(ssl, bytes, smallCount), "SSL_read");
    double bulk = records * (double)bulkCount / (now() - start) / 1e6;
    printf("{\"roundtrips_per_s\": %.0f, \"bulk_mb_per_s\": %.1f}\n", rate, bulk);
    SSL_shutdown(ssl);
    close(fd);
    wait(NULL);
    return 0;
}
