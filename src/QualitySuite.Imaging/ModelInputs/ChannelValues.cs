namespace QualitySuite.Imaging;

/// <summary>One number for each channel.</summary>
public readonly record struct ChannelValues(float Red, float Green, float Blue);
