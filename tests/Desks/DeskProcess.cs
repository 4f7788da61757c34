using System.Diagnostics;
using TriageMesh.TestKit;

namespace TriageMesh.Desks;

/// <summary>A desk of its own process.</summary>
internal sealed class DeskProcess : IDisposable
{
    private static readonly HttpClient Client = new() { Timeout = TimeSpan.FromSeconds(2) };

    private DeskProcess(Process process, Uri address) => (Process, Address) = (process, address);

    public Process Process { get; }

    public Uri Address { get; }

    public double CpuSeconds
    {
        get
        {
            Process.Refresh();
            return Process.TotalProcessorTime.TotalSeconds;
        }
    }

    public static async Task<DeskProcess> StartAsync(
        int port,
        string database,
        string bus,
        Uri router,
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
            start.ArgumentList.Add(typeof(DeskProcess).Assembly.Location);
        }

        string[] arguments =
        [
            "desk",
            $"--Database:ConnectionString={database}",
            $"--Bus:Uri={bus}",
            $"--Router:Url={router}",
            $"--Security:SigningKey={Convert.ToBase64String(new byte[32])}",
            $"--Desk:Url=http://127.0.0.1:{port}",
            "--Desk:FirstAdmin:Password=correct horse 9",
            "--Logging:LogLevel:Default=Warning",
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException("The desk does not start.");
        process.OutputDataReceived += (_, line) => Tell(line.Data);
        process.ErrorDataReceived += (_, line) => Tell(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var desk = new DeskProcess(process, new Uri($"http://127.0.0.1:{port}"));
        await Eventually.Be(
            async stop =>
                process.HasExited
                    ? throw new InvalidOperationException("The desk has ended.")
                    : await desk.IsReadyAsync(stop),
            ready => ready,
            cancellationToken,
            TimeSpan.FromMinutes(2)
        );
        return desk;
    }

    public void Dispose()
    {
        if (!Process.HasExited)
        {
            Process.Kill();
        }

        Process.Dispose();
    }

    private static void Tell(string? line)
    {
        if (!string.IsNullOrEmpty(line))
        {
            Console.Error.WriteLine($"desk: {line}");
        }
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await Client.GetAsync(new Uri(Address, "/health/ready"), cancellationToken);
            return !Process.HasExited && answer.IsSuccessStatusCode;
        }
        catch (Exception notYet) when (notYet is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}
