using TriageMesh.Platform.Hosting;
using TriageMesh.Router;

return await MeshHost.RunAsync(args, new RouterService());
