#pragma once
// OpenSSL 3.0 marks the projective coordinates, the sum of several multiples and the fixed-base tables of EC_POINT as
// deprecated without offering anything in their place; ABI compatibility keeps them through every 3.x.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/bn.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/obj_mac.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
