//! A picture drawn anew: decoded to its points, turned as its sender saw it, encoded without a word about it.

use super::damaged;
use domain::Refusal;
use domain::file::Kind;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use std::io::Cursor;

/// Points along either edge that are taken in: cameras of phones stay below.
const LARGEST_EDGE: u32 = 16_000;
/// Bytes that decoding may take.
const MOST_MEMORY: u64 = 256 << 20;
/// Points along the longer edge that are kept: print on A4 is legible at 300 points an inch.
const KEPT_EDGE: u32 = 3_508;
/// Quality of the new JPEG file.
const QUALITY: u8 = 85;

pub(super) fn draw_anew(bytes: &[u8], kind: Kind) -> Result<Vec<u8>, Refusal> {
    let format = if kind == Kind::Png { ImageFormat::Png } else { ImageFormat::Jpeg };
    let picture = scaled(decode(bytes, format)?);
    let mut out = Vec::new();
    match format {
        ImageFormat::Png => picture.write_with_encoder(PngEncoder::new(&mut out)),
        _ => picture.to_rgb8().write_with_encoder(JpegEncoder::new_with_quality(&mut out, QUALITY)),
    }
    .map_err(|_| damaged())?;
    Ok(out)
}

fn decode(bytes: &[u8], format: ImageFormat) -> Result<DynamicImage, Refusal> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(LARGEST_EDGE);
    limits.max_image_height = Some(LARGEST_EDGE);
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(refusal)?;
    // The turn a phone notes beside the picture goes with the metadata: it is made real first.
    let turn = decoder.orientation().map_err(refusal)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(refusal)?;
    picture.apply_orientation(turn);
    Ok(picture)
}

fn refusal(error: image::ImageError) -> Refusal {
    match error {
        image::ImageError::Limits(_) => Refusal::new("cleansing-picture-too-large"),
        _ => damaged(),
    }
}

fn scaled(picture: DynamicImage) -> DynamicImage {
    if picture.width().max(picture.height()) <= KEPT_EDGE {
        return picture;
    }
    picture.thumbnail(KEPT_EDGE, KEPT_EDGE)
}
