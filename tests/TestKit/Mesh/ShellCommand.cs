using System.Diagnostics;

namespace TriageMesh.TestKit.Mesh;

/// <summary>Runs a program to its end, as a person at a shell would.</summary>
public static class ShellCommand
{
    /// <summary>Runs it and gives back what it said, whatever its exit code.</summary>
    /// <exception cref="OperationCanceledException">It did not end in time; it was killed.</exception>
    public static async Task<ShellResult> RunAsync(
        string program,
        IEnumerable<string> arguments,
        CancellationToken cancellationToken,
        IReadOnlyDictionary<string, string?>? environment = null
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = RepositoryRoot.Path,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
            return new ShellResult(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}

/// <summary>How a program ended and what it said.</summary>
public sealed record ShellResult(int ExitCode, string Output, string Errors)
{
    /// <summary>Fails with what the program said where it did not succeed.</summary>
    public ShellResult Succeeded() =>
        ExitCode == 0 ? this : throw new InvalidOperationException($"Exit code {ExitCode}: {Errors}{Output}");
}
