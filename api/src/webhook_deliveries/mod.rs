//! Single sendings to webhook endpoints. They are a collection of their own, because paths nest one level only; the list of them is that of an endpoint.

pub mod get;
pub mod replay;
pub mod views;

use actix_web::http::StatusCode;
use db::deliveries::Delivery;
use domain::id::DeliveryId;

use crate::idempotency::Made;
use crate::problem::Problem;
use views::WebhookDeliveryView;

/// The identifier that a path names. What is no identifier names nothing.
fn id_of(text: &str) -> Result<DeliveryId, Problem> {
    DeliveryId::parse(text).map_err(|_| Problem::not_found())
}

/// The answer that a delivery is on its way.
pub fn accepted(delivery: &Delivery) -> Result<Made, Problem> {
    Made::of(StatusCode::ACCEPTED, Some(format!("/v1/webhook-deliveries/{}", delivery.id)), &WebhookDeliveryView::from(delivery))
}
