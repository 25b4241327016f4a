using QualitySuite.Scenes;

namespace QualitySuite.Simulator.Users;

/// <summary>The users of the demo. A few are there all the time and many now and then, as everywhere.</summary>
public sealed class Crowd
{
    private static readonly string[] Surfaces = ["web", "web", "mobile", "api"];
    private readonly SimulatedUser[] _users;

    public Crowd(int seed, int size)
    {
        _users =
        [
            .. Enumerable.Range(0, size).Select(i =>
            {
                var random = new Random(Seeds.Of(seed, "user", i));
                return new SimulatedUser(
                    $"demo-user-{i:D4}", Surfaces[random.Next(Surfaces.Length)], 0.3 + 1.4 * random.NextDouble(), 0.2 * random.NextDouble() - 0.1);
            }),
        ];
    }

    /// <summary>Draws who comes next; the square makes the first ones come most often.</summary>
    public SimulatedUser Next(Random random)
    {
        var draw = random.NextDouble();
        return _users[(int)(draw * draw * _users.Length)];
    }
}
