using QualitySuite.Contracts.Feedback;

namespace QualitySuite.Simulator.Users;

/// <summary>
/// Where an image stands before its user, and how likely the user looks at it closely: less the further down, whatever the image. The chance is 1 over a
/// power of the place, as in the position-based model of Joachims, Swaminathan and Schnabel (Unbiased Learning-to-Rank with Biased Feedback, WSDM 2017);
/// the exponent is invented.
/// </summary>
/// <param name="Exposure">What is sent of it; null: the service does not know.</param>
/// <param name="Attention">Chance of a close look, above 0 and up to 1.</param>
public sealed record Showing(Exposure? Exposure, double Attention)
{
    private const double Exponent = 0.5;
    private const int GridImages = 4;
    private const int FeedImages = 3;

    /// <summary>Shown by a program that we know nothing of, or not at all.</summary>
    public static readonly Showing Unknown = new(null, Attention: 1);

    /// <summary>Draws a place where this user sees images: a grid on the web, a feed on the phone; whoever calls the API shows them in a program of their own.</summary>
    public static Showing Draw(SimulatedUser user, Random random) => user.Surface switch
    {
        "web" => Among(GridImages, "grid", random),
        "mobile" => Among(FeedImages, "feed", random),
        _ => Unknown,
    };

    /// <summary>What is left of a reaction: without a close look nothing is taken along and nothing rated. Who goes on from the image has seen enough of it.</summary>
    public Reaction Dim(Reaction reaction, Random random) => random.NextDouble() < Attention
        ? reaction
        : reaction with
        {
            Actions = [.. reaction.Actions.Where(action => action.Type is not (BehaviourType.Download or BehaviourType.Share))],
            Opinions = [.. reaction.Opinions.Where(opinion => opinion.Kind == FeedbackKind.Report)],
        };

    private static Showing Among(int images, string surface, Random random)
    {
        var position = 1 + random.Next(images);
        return new Showing(new Exposure(position, images, surface), 1 / Math.Pow(position, Exponent));
    }
}
