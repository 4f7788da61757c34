using TriageMesh.TestKit.Mesh;

namespace TriageMesh.Timers;

/// <summary>Starts routers in processes of their own.</summary>
internal static class RouterProcess
{
    public static Task<ServiceProcess> StartAsync(
        int port,
        string database,
        string bus,
        CancellationToken cancellationToken
    )
    {
        var address = new Uri($"http://127.0.0.1:{port}");
        return ServiceProcess.StartAsync(
            ServiceProcess.ThisProgramAs("router"),
            address,
            [
                $"--Database:ConnectionString={database}",
                $"--Bus:Uri={bus}",
                $"--Security:SigningKey={Convert.ToBase64String(new byte[32])}",
                $"--Router:Url={address}",
                "--Logging:LogLevel:Default=Warning",
            ],
            line => Console.Error.WriteLine($"router {port}: {line}"),
            cancellationToken
        );
    }
}
