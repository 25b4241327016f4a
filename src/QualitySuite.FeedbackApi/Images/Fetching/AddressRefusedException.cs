namespace QualitySuite.FeedbackApi.Images.Fetching;

/// <summary>A host has an address that must not be connected to.</summary>
internal sealed class AddressRefusedException(string host) : Exception($"{host} has an address that is not public.");
