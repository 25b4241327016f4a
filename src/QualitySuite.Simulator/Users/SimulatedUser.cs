namespace QualitySuite.Simulator.Users;

/// <summary>
/// Somebody who generates images. <paramref name="Talkativeness"/> scales how often they give feedback, 0.3 to 1.7;
/// <paramref name="Leniency"/> shifts their chance to be content, -0.1 to 0.1.
/// </summary>
public sealed record SimulatedUser(string Key, string Surface, double Talkativeness, double Leniency);
