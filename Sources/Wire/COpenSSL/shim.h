#include <openssl/ssl.h>
#include <openssl/err.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <openssl/pem.h>
#include <openssl/evp.h>
#include <openssl/ec.h>
#include <openssl/rand.h>

/* Swift imports neither function-like macros nor variadic functions; each wrapper below carries the name of what it wraps. */

static inline EVP_PKEY *copenssl_generate_p256(void) { return EVP_EC_gen("P-256"); }

static inline long copenssl_BIO_get_mem_data(BIO *bio, char **bytes) { return BIO_get_mem_data(bio, bytes); }
static inline void copenssl_BIO_set_retry_read(BIO *bio) { BIO_set_retry_read(bio); }
static inline void copenssl_BIO_clear_retry_flags(BIO *bio) { BIO_clear_retry_flags(bio); }

static inline long copenssl_SSL_set_tlsext_host_name(SSL *ssl, const char *name) { return SSL_set_tlsext_host_name(ssl, name); }
static inline long copenssl_SSL_CTX_set_min_proto_version(SSL_CTX *context, int version) {
    return SSL_CTX_set_min_proto_version(context, version);
}
static inline long copenssl_SSL_CTX_set_max_proto_version(SSL_CTX *context, int version) {
    return SSL_CTX_set_max_proto_version(context, version);
}
static inline long copenssl_SSL_CTX_set_mode(SSL_CTX *context, long mode) { return SSL_CTX_set_mode(context, mode); }
static inline long copenssl_SSL_CTX_set_session_cache_off(SSL_CTX *context) {
    return SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
}
static inline uint64_t copenssl_SSL_CTX_set_safe_options(SSL_CTX *context) {
    return SSL_CTX_set_options(context, SSL_OP_NO_TICKET | SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
}
static inline long copenssl_SSL_CTX_add1_chain_cert(SSL_CTX *context, X509 *certificate) {
    return SSL_CTX_add1_chain_cert(context, certificate);
}

static inline GENERAL_NAMES *copenssl_GENERAL_NAMES_new(void) { return sk_GENERAL_NAME_new_null(); }
static inline int copenssl_GENERAL_NAMES_count(const GENERAL_NAMES *names) { return sk_GENERAL_NAME_num(names); }
static inline GENERAL_NAME *copenssl_GENERAL_NAMES_at(const GENERAL_NAMES *names, int position) {
    return sk_GENERAL_NAME_value(names, position);
}
static inline int copenssl_GENERAL_NAMES_push(GENERAL_NAMES *names, GENERAL_NAME *name) { return sk_GENERAL_NAME_push(names, name); }

static inline STACK_OF(X509_EXTENSION) *copenssl_extensions_new(void) { return sk_X509_EXTENSION_new_null(); }
static inline int copenssl_extensions_count(const STACK_OF(X509_EXTENSION) *list) { return sk_X509_EXTENSION_num(list); }
static inline X509_EXTENSION *copenssl_extensions_at(const STACK_OF(X509_EXTENSION) *list, int position) {
    return sk_X509_EXTENSION_value(list, position);
}
static inline void copenssl_extensions_free(STACK_OF(X509_EXTENSION) *list) { sk_X509_EXTENSION_pop_free(list, X509_EXTENSION_free); }
