#pragma once
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

// The importer does not see variadic functions: this one lets the mock broker answer one request late, with an error or
// without one (RD_KAFKA_RESP_ERR_NO_ERROR).
static inline rd_kafka_resp_err_t CRdKafka_mock_delay_answer(
    rd_kafka_mock_cluster_t *cluster, int32_t broker_id, int16_t api_key, rd_kafka_resp_err_t error, int milliseconds) {
  return rd_kafka_mock_broker_push_request_error_rtts(cluster, broker_id, api_key, 1, error, milliseconds);
}
