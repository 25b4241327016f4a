using System.Diagnostics;

namespace QualitySuite.LocalHosting.Servers;

/// <summary>Runs a program that ends by itself.</summary>
internal static class Tool
{
    /// <summary>What the program prints.</summary>
    public static string Read(string program, string argument)
    {
        using var process = Process.Start(new ProcessStartInfo(program, argument) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return text;
    }

    /// <summary>Runs the program to its end; what it prints goes to the log.</summary>
    /// <exception cref="DistributedApplicationException">It failed.</exception>
    public static async Task RunAsync(
        string program, IEnumerable<string> arguments, UnixUser? user, string workingDirectory, string input, ResourceLog log, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program)
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        if (user is not null)
        {
            start.UserName = user.Name;
        }

        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => log.Write(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => log.Write(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken);
            process.StandardInput.Close();
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }

        if (process.ExitCode != 0)
        {
            throw new DistributedApplicationException(FormattableString.Invariant(
                $"{Path.GetFileName(program)} ended with exit code {process.ExitCode}. The log is {log.FilePath}, and ends with\n{log.Tail()}"));
        }
    }
}
