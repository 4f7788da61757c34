using System.Diagnostics;
using System.Reflection;

namespace TriageMesh.TestKit.Mesh;

/// <summary>A service in a process of its own, as operators run it; killed at the end.</summary>
public sealed class ServiceProcess : IDisposable
{
    private static readonly HttpClient Client = new() { Timeout = TimeSpan.FromSeconds(2) };
    private static readonly TimeSpan StartDeadline = TimeSpan.FromMinutes(2);

    private ServiceProcess(Process process, Uri address) => (Process, Address) = (process, address);

    public Process Process { get; }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Seconds of processor time that it has used.</summary>
    public double CpuSeconds
    {
        get
        {
            Process.Refresh();
            return Process.TotalProcessorTime.TotalSeconds;
        }
    }

    /// <summary>The program that is running now, which begins as a service where this is its first word.</summary>
    public static string[] ThisProgramAs(string service) =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
            ? [Environment.ProcessPath!, Assembly.GetEntryAssembly()!.Location, service]
            : [Environment.ProcessPath!, service];

    /// <summary>Starts it, and waits until it says that it is ready.</summary>
    /// <param name="program">The program and its first words.</param>
    /// <param name="address">Where it is told to listen, by one of <paramref name="settings"/>.</param>
    /// <param name="settings">Settings as on a command line, <c>--Section:Name=value</c>.</param>
    /// <param name="tell">Is told what it prints.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="InvalidOperationException">It ended before it was ready.</exception>
    public static async Task<ServiceProcess> StartAsync(
        string[] program,
        Uri address,
        IEnumerable<string> settings,
        Action<string> tell,
        CancellationToken cancellationToken
    )
    {
        var start = new ProcessStartInfo(program[0], [.. program[1..], .. settings])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{program[0]} did not start.");
        void Tell(object sender, DataReceivedEventArgs line)
        {
            if (!string.IsNullOrEmpty(line.Data))
            {
                tell(line.Data);
            }
        }

        process.OutputDataReceived += Tell;
        process.ErrorDataReceived += Tell;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var service = new ServiceProcess(process, address);
        try
        {
            await Eventually.Be(service.IsReadyAsync, ready => ready, cancellationToken, StartDeadline);
            return service;
        }
        catch
        {
            service.Dispose();
            throw;
        }
    }

    /// <summary>As a power cut would.</summary>
    public void Kill() => Process.Kill(entireProcessTree: true);

    public void Dispose()
    {
        if (!Process.HasExited)
        {
            Kill();
            Process.WaitForExit();
        }

        Process.Dispose();
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        if (Process.HasExited)
        {
            throw new InvalidOperationException($"What was to listen at {Address} has ended.");
        }

        try
        {
            using var answer = await Client.GetAsync(new Uri(Address, "/health/ready"), cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception notYet) when (notYet is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}
