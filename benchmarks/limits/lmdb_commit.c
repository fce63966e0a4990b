// Durable LMDB commits of one small row each, one after the other. Usage: lmdb_commit DIRECTORY SECONDS. Prints {"commits_per_s": ..}.
#include <lmdb.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static void need(int code, const char *what) {
    if (code != 0) {
        fprintf(stderr, "lmdb_commit: %s: %s\n", what, mdb_strerror(code));
        exit(1);
    }
}

int main(int argc, char **argv) {
    if (argc < 3) return 64;
    double seconds = atof(argv[2]);
    MDB_env *env;
    need(mdb_env_create(&env), "create");
    need(mdb_env_set_mapsize(env, (size_t)1 << 30), "map size");
    need(mdb_env_open(env, argv[1], 0, 0600), "open");
    static char value[150];
    uint64_t count = 0;
    MDB_dbi table = 0;
    double start = now(), end;
    while ((end = now()) - start < seconds) {
        MDB_txn *transaction;
        need(mdb_txn_begin(env, NULL, 0, &transaction), "begin");
        if (count == 0) need(mdb_dbi_open(transaction, NULL, MDB_INTEGERKEY, &table), "table");
        MDB_val key = {sizeof count, &count}, data = {sizeof value, value};
        need(mdb_put(transaction, table, &key, &data, MDB_APPEND), "put");
        need(mdb_txn_commit(transaction), "commit");
        count++;
    }
    printf("{\"commits_per_s\": %.0f}\n", count / (end - start));
    mdb_env_close(env);
    return 0;
}
