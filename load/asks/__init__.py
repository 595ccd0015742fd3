"""Questions that commands ask a published warehouse; `infra/dashboard` has its own."""
