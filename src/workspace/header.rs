//! What a picture's header says of its size.

/// What a picture's header says.
#[derive(Debug, Clone, Copy)]
pub(super) struct Header {
    pub pixels: (u32, u32),
    pub bytes_per_pixel: u64,
}

impl Header {
    /// Bytes that printing the picture takes.
    pub fn memory(&self) -> u64 {
        let (width, height) = self.pixels;
        (u64::from(width) * u64::from(height)).saturating_mul(self.bytes_per_pixel)
    }
}
