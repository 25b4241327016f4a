using System.CommandLine;

namespace QualitySuite.Cli.Models;

/// <summary><c>quality models</c>: which packs there are, what they give, and whether they work here.</summary>
internal static class ModelsCommand
{
    public static Command Create(TextWriter output) => new("models", "Model packs.")
    {
        ListCommand.Create(output),
        PullCommand.Create(output),
        AddCommand.Create(output),
        VerifyCommand.Create(output),
        RemoveCommand.Create(output),
    };
}
