using System.CommandLine;
using QualitySuite.Scoring.ModelPacks;

namespace QualitySuite.Cli;

/// <summary>The options that say which pack, and which part of it.</summary>
internal static class PackOption
{
    public static Option<string> Create() => new("--pack", "-p")
    {
        Description = "Folder of the model pack: one with a pack.json, or a CLIP as Hugging Face's tools export it.",
        Required = true,
    };

    public static Option<string?> CreatePart() => new("--part") { Description = "Part of the pack; needed only where several could be meant." };

    /// <summary>Turns what is wrong with a pack or file into an error of the tool.</summary>
    public static T Run<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception exception) when (IsOfTheUser(exception))
        {
            throw new ToolException(exception.Message);
        }
    }

    /// <summary>The same for downloads, which can be stopped.</summary>
    /// <exception cref="StoppedException">They were.</exception>
    public static async Task RunAsync(Func<Task> action, CancellationToken cancellationToken)
    {
        try
        {
            await action();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new StoppedException("stopped; what has come is kept: the same command goes on there.");
        }
        catch (Exception exception) when (IsOfTheUser(exception))
        {
            throw new ToolException(exception.Message);
        }
    }

    private static bool IsOfTheUser(Exception exception) =>
        exception is ModelPackException or IOException or UnauthorizedAccessException or Imaging.ImageDecodeException;
}
