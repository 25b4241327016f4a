using System.Diagnostics;

namespace QualitySuite.LocalHosting.Servers;

/// <summary>Runs a program that ends by itself.</summary>
internal static class Tool
{
    /// <summary>What the program prints.</summary>
    public static string Read(string program, string argument)
    {
        using var process = Process.Start(new ProcessStartInfo(program, argument) { RedirectStandardOutput = true })!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return text;
    }

    /// <summary>Runs the program to its end; what it prints goes to the log.</summary>
    /// <exception cref="DistributedApplicationException">It failed.</exception>
    public static async Task RunAsync(
        string program, IEnumerable<string> arguments, UnixUser? user, string folder, string input, ResourceLog log, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UserName = user?.Name,
        })!;
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
