using System.Diagnostics;
using TriageMesh.TestKit;

namespace TriageMesh.Timers;

/// <summary>A router of its own process.</summary>
internal sealed class RouterProcess : IDisposable
{
    private static readonly HttpClient Client = new() { Timeout = TimeSpan.FromSeconds(2) };
    private readonly Process _process;

    private RouterProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public static async Task<RouterProcess> StartAsync(
        int port,
        string database,
        string bus,
        CancellationToken cancellationToken
    )
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(RouterProcess).Assembly.Location);
        }

        string[] arguments =
        [
            "router",
            $"--Database:ConnectionString={database}",
            $"--Bus:Uri={bus}",
            $"--Security:SigningKey={Convert.ToBase64String(new byte[32])}",
            $"--Router:Url=http://127.0.0.1:{port}",
            "--Logging:LogLevel:Default=Warning",
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException("The router does not start.");
        process.OutputDataReceived += (_, line) => Tell(port, line.Data);
        process.ErrorDataReceived += (_, line) => Tell(port, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var router = new RouterProcess(process);
        await Eventually.Be(
            async stop =>
                process.HasExited
                    ? throw new InvalidOperationException($"The router at port {port} has ended.")
                    : await router.IsReadyAsync(port, stop),
            ready => ready,
            cancellationToken,
            TimeSpan.FromMinutes(2)
        );
        return router;
    }

    /// <summary>As a power cut would.</summary>
    public void Kill() => _process.Kill();

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private static void Tell(int port, string? line)
    {
        if (!string.IsNullOrEmpty(line))
        {
            Console.Error.WriteLine($"router {port}: {line}");
        }
    }

    private async Task<bool> IsReadyAsync(int port, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await Client.GetAsync(
                new Uri($"http://127.0.0.1:{port}/health/ready"),
                cancellationToken
            );
            return !_process.HasExited && answer.IsSuccessStatusCode;
        }
        catch (Exception notYet) when (notYet is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}
