// SHA-256 of one MiB again and again. Usage: sha256 SECONDS. Prints {"mb_per_s": ..} with 10^6 bytes in a MB.
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
    double seconds = argc > 1 ? atof(argv[1]) : 1;
    static unsigned char bytes[1 << 20], digest[32];
    long count = 0;
    double start = now(), end;
    while ((end = now()) - start < seconds) {
        EVP_Digest(bytes, sizeof bytes, digest, NULL, EVP_sha256(), NULL);
        count++;
    }
    printf("{\"mb_per_s\": %.1f}\n", count * (double)sizeof bytes / (end - start) / 1e6);
    return 0;
}
